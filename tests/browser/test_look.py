"""Every page at desk and phone width, light and dark: nothing overflows, WCAG 2.2 AA is kept, all within budget."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE, Desk

PAGES = {
    "login": ("", "/accounts/login/"),
    "today": ("reviewer", "/"),
    "articles": ("reviewer", "/articles/"),
    "article": ("reviewer", "/articles/1/"),
    "hand-in": ("submitter", "/articles/new/"),
    "queue": ("reviewer", "/queue/"),
    "claim": ("reviewer", ""),
    "stored-copy": ("reviewer", "/documents/1/?start=0&end=80"),
    "reports": ("editor", "/reports/"),
    "feeds": ("submitter", "/articles/feeds/"),
    "my-desk": ("reviewer", "/me/"),
    "people": ("admin", "/people/"),
    "checks": ("", "/checks/"),
    "password": ("editor", "/accounts/password_change/"),
    "not-found": ("reviewer", "/claims/999999/"),
    "not-for-your-role": ("submitter", "/people/"),
    "second-factor": ("editor", "/accounts/second-factor/"),
    "api": ("", "/api/v1/docs"),
    "admin": ("admin", "/admin/"),
    "admin-claims": ("admin", "/admin/claims/claim/"),
    "admin-ratings": ("admin", "/admin/verification/rating/"),
    "admin-weights": ("admin", "/admin/verification/rankweight/"),
    "admin-claim": ("admin", "/admin/claims/claim/1/change/"),
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MOST_BYTES = 150_000
MOST_REQUESTS = 8
Keep = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def held() -> dict[str, str]:
    return {}


def open_page(desk: Desk, name: str, held: dict[str, str], **options: object) -> Page:
    """The named page; "claim" is one that the reviewer has just taken, with evidence on it."""
    person, address = PAGES[name]
    page = desk.page(person, **options)
    if name == "claim":
        if not held:
            page.goto("/queue/?q=weight+limit")
            page.get_by_role("link", name="7.5 tonnes").first.click()
            page.get_by_role("button", name="Take it").first.click()
            page.get_by_role("checkbox", name="Cite").first.wait_for()
            held["claim"] = page.url
        address = held["claim"]
    page.goto(address)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_is_accessible_and_looks_as_kept(
    desk: Desk, keep: Keep, held: dict[str, str], name: str, scheme: str
) -> None:
    page = open_page(desk, name, held, color_scheme=scheme)
    for width, size in ((1440, WIDE), (390, PHONE)):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        keep(page, f"{name}-{width}-{scheme}")
        if (width, scheme) == (390, "dark"):
            continue  # the same colours as wide, the same layout as light
        # As high as the page: what stays at the edges of a window lies over whatever stands there by chance.
        page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
        violations = Axe().run(page, options=RULES).response["violations"]
        found = [
            f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in violations for node in rule["nodes"]
        ]
        assert not found, "\n".join(found)
    # Pages that are a refusal; and what the administration's own scripts try, which the policy forbids.
    refusals = ("status of 404", "status of 403", "Applying inline style", "preload assets")
    desk.troubles[:] = [trouble for trouble in desk.troubles if not any(one in trouble for one in refusals)]


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(("claim", "admin"))])
def test_a_page_is_light(desk: Desk, name: str) -> None:
    """With a cold cache; what Django's administration loads is its own."""
    person, address = PAGES[name]
    page = desk.page(person)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert len(requests) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES
    desk.troubles.clear()
