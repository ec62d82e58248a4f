"""One stylesheet for the administration.

Django's comes in half a dozen files a page, each of them a request before anything is drawn. They are put together here
as they are installed, with their small pictures inside and the desk's own colours behind them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

# In the order in which Django's pages name them; forms.css imports widgets.css, which stands before it here.
SHEETS = (
    *(
        f"admin/css/{name}.css"
        for name in ("base", "dark_mode", "dashboard", "changelists", "widgets", "forms", "responsive")
    ),
    "administration.css",
)
_IMPORT = re.compile(r"@import[^;]+;")
_PICTURE = re.compile(r"url\(['\"]?\.\./(img/[\w-]+\.svg)['\"]?\)")
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def sheet() -> tuple[str, str]:
    """The stylesheet and its digest, by which its address changes whenever it does."""
    texts = []
    for name in SHEETS:
        texts.append(_IMPORT.sub("", Path(str(finders.find(name))).read_text(encoding="utf-8")))
    text = _PICTURE.sub(_inside, "\n".join(texts))
    return text, hashlib.sha256(text.encode()).hexdigest()[:16]


def _inside(found: re.Match[str]) -> str:
    picture = Path(str(finders.find(f"admin/{found[1]}"))).read_bytes()
    return f"url(data:image/svg+xml;base64,{base64.b64encode(picture).decode()})"


def address() -> str:
    """Where the stylesheet is now."""
    return reverse("admin_sheet", args=[sheet()[1]])


@require_safe
def admin_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet; another digest than today's gets it too, but not for ever."""
    text, current = sheet()
    return HttpResponse(
        text,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOR_EVER if digest == current else "no-cache"},
    )
