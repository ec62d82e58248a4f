"""Addresses of the intake. An article's own page shows states of checking too and stands in verification.urls."""

from __future__ import annotations

from django.urls import path

from claims.views import articles, feeds

urlpatterns = [
    path("articles/new/", articles.article_new, name="article_new"),
    path("articles/feeds/", feeds.feeds, name="feeds"),
    path("articles/feeds/add/", feeds.feed_add, name="feed_add"),
    path("articles/feeds/<int:feed_id>/switch/", feeds.feed_switch, name="feed_switch"),
    path("articles/feeds/entries/<int:entry_id>/retry/", feeds.entry_retry, name="feed_entry_retry"),
    path("articles/<int:article_id>/retry/", articles.article_retry, name="article_retry"),
]
