"""Checks that need no model, as pairs of a claim and a passage. The pairs are our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verification.checks import checks_for
from verification.checks.dates import dates
from verification.checks.quantities import quantities

AGREE, DISAGREE, SILENT = True, False, None

NUMBERS = [
    (
        "Five people died in the crash.",
        "Two people died at the scene of the crash and three people in hospital.",
        SILENT,
    ),
    ("The flat costs 1,250 euros a month.", "The flat costs 15,000 euros a year.", AGREE),
    ("The flat costs 1,250 euros a month.", "The flat costs 18,000 euros a year.", DISAGREE),
    ("GDP grew by 2 percent in 2024.", "GDP grew by 0.5 percent in the fourth quarter of 2024.", SILENT),
    ("Temperatures reached minus 12 degrees in Brenton.", "Temperatures reached 12 degrees in Brenton.", DISAGREE),
    ("Growth was -0.4 percent last year.", "Growth was 0.4 percent last year.", DISAGREE),
    ("Growth was -0.4 percent last year.", "Growth was minus 0.4 percent last year.", AGREE),
    ("Growth was −0.4 percent last year.", "Growth was -0.4 percent last year.", AGREE),
    ("The dose was 40 mg of it.", "The dose was 40 g of it.", DISAGREE),
    ("The dose was 500 mg of it.", "The dose was 0.5 g of it.", AGREE),
    ("The dose was 40 µg of it.", "The dose was 40 micrograms of it.", AGREE),
    ("It cost 40 million Canadian dollars.", "It cost 40 million US dollars.", DISAGREE),
    ("The plant made 40 kilowatt-hours of power.", "The plant made 40 megawatt-hours of power.", DISAGREE),
    ("There is 5G in the valley.", "There are 5 g of gold in the valley.", SILENT),
    ("31 bearings were cracked.", "The inspectors found cracks in 31 of the bridge's 112 bearings.", AGREE),
    ("31 bearings were cracked.", "Of its 112 bearings, 31 show cracks.", AGREE),
    ("31 bearings were cracked.", "The inspectors found cracks in 12 of the bridge's 112 bearings.", DISAGREE),
    ("The quarry lost 40 lorries.", "The quarry lost 40 in the flood, of 300 lorries that it had.", SILENT),
    ("Nine thousand cars cross this bridge every day.", "The ferry at the bridge makes 24 crossings a day.", SILENT),
    ("Nine thousand cars cross this bridge every day.", "Every day 6,000 cars cross the bridge.", DISAGREE),
    ("The ferry carried 212 people.", "There were 212 people on the ferry when it sank.", AGREE),
    ("The ferry carried 212 people.", "There were 198 people on the ferry when it sank.", DISAGREE),
    ("The ferry carried 212 people.", "The ferry cost 198 million dollars.", SILENT),
    ("About 300 people died in the storm.", "The storm killed 297 people, officials said.", AGREE),
    ("A dozen officers were hurt in the riot.", "Twelve officers were hurt in the riot.", AGREE),
    ("A dozen officers were hurt in the riot.", "Thirty officers were hurt in the riot.", DISAGREE),
    ("Dozens of people were arrested in Ellery.", "Police in Ellery arrested 47 people.", AGREE),
    ("Dozens of people were arrested in Ellery.", "Police in Ellery arrested 470 people.", DISAGREE),
    ("More than 300 people were evacuated.", "Officials said 320 people were evacuated.", AGREE),
    ("More than 300 people were evacuated.", "Officials said 210 people were evacuated.", DISAGREE),
    ("Fewer than 50 pupils failed the test.", "In all, 48 pupils failed the test.", AGREE),
    ("The firm lost $1.2 million last year.", "Losses at the firm came to $1,234,567 last year.", AGREE),
    ("The firm lost $1.2 million last year.", "The firm lost $2.1 million last year.", DISAGREE),
    ("The firm lost some $380,000 last year.", "Losses last year at the firm were just shy of $400,000.", AGREE),
    ("The firm lost $5 million last year.", "The firm lost £5 million last year.", DISAGREE),
    ("The firm lost five million pounds last year.", "The firm lost £5m last year.", AGREE),
    ("Turnout fell to 43 per cent.", "Turnout fell to 43%, the lowest ever.", AGREE),
    ("Turnout fell to 43 per cent.", "Turnout fell to 34 percent, the lowest ever.", DISAGREE),
    ("Inflation rose by 2 per cent.", "Inflation rose by 2 percentage points.", DISAGREE),
    ("Two thirds of voters backed the plan.", "The plan was backed by 67 percent of voters.", AGREE),
    ("A quarter of voters backed the plan.", "The plan was backed by 67 percent of voters.", DISAGREE),
    ("One in four voters backed the plan.", "The plan was backed by 25% of voters.", AGREE),
    ("The tunnel is 10 miles long.", "The tunnel is 16 km long.", AGREE),
    ("The tunnel is 10 miles long.", "The tunnel is 10 km long.", DISAGREE),
    ("The whale weighed 20 tonnes.", "The whale weighed about 20,000 kg.", AGREE),
    ("He was sentenced to two years in prison.", "He was sentenced to 24 months in prison.", AGREE),
    ("He was sentenced to two years in prison.", "He was sentenced to five years in prison.", DISAGREE),
    ("The company cut 10,000 jobs in May.", "The company will cut about 4,000 jobs.", DISAGREE),
    ("Between 10 and 15 children fell ill at the camp.", "At the camp, 12 children fell ill.", AGREE),
    ("Between 10 and 15 children fell ill at the camp.", "At the camp, 40 children fell ill.", DISAGREE),
    ("The team won 3-1 on Sunday.", "The team won 3-1 on Sunday.", SILENT),
    ("COVID-19 closed 40 schools in Ellery.", "In Ellery, 40 schools were closed by COVID-19.", AGREE),
    ("The plan costs 3 billion euros.", "The plan costs €3bn over ten years.", AGREE),
    ("Half of the houses were flooded.", "Flood water reached 50 % of the houses.", AGREE),
    ("Emirates ordered 30 Boeing 787 jets.", "Emirates announced an order of 30 Boeing jets.", AGREE),
    ("The firm bought Boeing 787 jets.", "The firm bought 12 Boeing jets.", SILENT),
    ("On Monday 40 people were hurt in Ellery.", "In Ellery, 60 people were hurt on Monday.", DISAGREE),
    ("At 10:35 the bridge with 40 cars fell.", "The bridge fell with 40 cars on it.", AGREE),
    ("The regatta drew 60,000 visitors.", "The regatta drew 60 000 visitors, the harbour said.", AGREE),
    ("The regatta drew 60,000 visitors.", "The regatta drew 60\u00a0000 visitors.", AGREE),
    ("The regatta drew 60,000 visitors.", "The regatta drew 46\u2009000 visitors.", DISAGREE),
    ("The regatta drew 1,200,000 visitors.", "The regatta drew 1\u202f200\u202f000 visitors.", AGREE),
    ("The heath fire burned 41,200 hectares.", "The fire burned 412 square kilometres of heath.", AGREE),
    ("The heath fire burned 41,200 hectares.", "The fire burned 980 km² of the heath.", DISAGREE),
    ("The reserve covers 12 square miles of marsh.", "The reserve covers a 31-square-kilometre marsh.", AGREE),
]
DATES = [
    ("The trust hired 212 nurses in 2025.", "The trust hired 212 nurses last year, after 190 nurses in 2024.", SILENT),
    ("The ferry sank off Ellery on 2 March 2026.", "It was on March 2, 2026 that the ferry sank off Ellery.", AGREE),
    ("The ferry sank off Ellery on 2 March 2026.", "The ferry sank off Ellery on 3 March 2026.", DISAGREE),
    ("The ferry sank off Ellery in 2026.", "The ferry sank off Ellery in March 2026.", AGREE),
    ("The ferry sank off Ellery in 2026.", "The ferry sank off Ellery in 2025.", DISAGREE),
    ("The ferry sank off Ellery in March 2026.", "The ferry sank off Ellery in May 2026.", DISAGREE),
    ("The ferry sank off Ellery in 2026.", "The harbour was built in 1926.", SILENT),
    ("The ferry sank off Ellery on 2026-03-02.", "The ferry sank off Ellery on Mar. 2.", AGREE),
    ("Unemployment fell in 2019.", "Unemployment fell in 2018.", DISAGREE),
    ("They may march in 2019.", "They may march in 2019 too.", AGREE),
]
NAMES = [
    ("President Donald Trump met Angela Merkel in Helsinki.", "Angela Merkel received Donald Trump.", AGREE),
    ("President Jane Ode met the king in Helsinki.", "President Mary Poole met the king in Helsinki.", DISAGREE),
    ("The award went to Peter Lang.", "The award went to Paul Lang.", DISAGREE),
    ("The award went to Peter Lang.", "Mr Lang took the award.", SILENT),
    (
        "Poole and Lang testified before the harbour committee on Tuesday about the ferry.",
        "In May the former envoy Mary Ode testified before the harbour committee.",
        SILENT,
    ),
    ("Police in Ellery arrested Tom Reed.", "Police in Norwood were out of office.", SILENT),
    ("The World Health Organization warned of the drug.", "The WHO warned of the drug.", AGREE),
]
NEGATIONS = [
    ("The bridge cannot carry lorries.", "Lorries are banned from the bridge, which can carry only cars.", SILENT),
    (
        "Nobody at Carrow Vale waits longer than a year.",
        "Carrow Vale cut its waiting list by 18 percent in a year.",
        SILENT,
    ),
    ("Nobody at Carrow Vale waits longer than a year.", "Patients wait longer than a year at Carrow Vale.", DISAGREE),
    ("No Russian ships entered the harbour.", "Russian ships and the harbour: what we know", SILENT),
    ("No Russian ships entered the harbour.", "Russian ships entered the harbour on Monday.", DISAGREE),
    ("The council banned cars from the old town.", "The council did not ban cars from the old town.", DISAGREE),
    ("The council never banned cars from the old town.", "The council banned cars from the old town.", DISAGREE),
    (
        "The council did not ban cars from the old town.",
        "Cars were not banned from the old town by the council.",
        AGREE,
    ),
    (
        "The council banned cars from the old town.",
        "The mayor denied that the council banned cars from the old town.",
        DISAGREE,
    ),
    ("The council banned cars from the old town.", "Not only did the council ban cars from the old town.", SILENT),
    ("The council banned cars from the old town.", "The council banned cars from the old town, not lorries.", SILENT),
    ("The council banned cars from the old town.", "It is not raining in Ellery.", SILENT),
]
QUOTES = [
    ("She said “the bow door had not been closed” that night.", "Amsel: “The bow door had not been closed.”", AGREE),
    ("She said “the bow door had not been closed”.", "Amsel wrote that the bow door had never been closed.", DISAGREE),
    ("She said “the bow door had not been closed”.", "The ferry is being repaired in the dock of Ellery.", SILENT),
    ("She called it “a disgrace”.", "She called it a disgrace.", SILENT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "claim", "passage", "expected"),
    [
        (kind, *case)
        for kind, cases in (
            ("number", NUMBERS),
            ("date", DATES),
            ("name", NAMES),
            ("negation", NEGATIONS),
            ("quote", QUOTES),
        )
        for case in cases
    ],
)
def test_pairs(kind, claim, passage, expected):
    found = [check for check in checks_for(claim, "", passage) if check.kind == kind]
    if expected is None:
        assert not any(not check.agrees for check in found)
        assert kind == "name" or not found
    else:
        assert found, "no check was made"
        assert all(check.agrees for check in found) is expected


def test_both_sides_are_shown_word_by_word():
    (check,) = [
        c for c in checks_for("The ferry carried 212 people.", "", "The ferry had 198 people.") if c.kind == "number"
    ]
    assert (check.claim, check.source, check.agrees) == ("212", "198", False)


def test_the_quote_is_taken_from_the_article_where_the_statement_has_none():
    found = checks_for(
        "The bow door was open.", "“the bow door had not been closed”", "The bow door had not been closed."
    )
    assert [(c.kind, c.agrees) for c in found if c.kind == "quote"] == [("quote", True)]


@pytest.mark.parametrize(
    ("text", "low", "high", "dimension"),
    [
        ("about twenty-five people", 22.5, 27.5, "count"),
        ("£3.5bn", 3.45e9, 3.55e9, "money:gbp"),
        ("50–60 percent", 50, 60, "percent"),
        ("three out of four doctors", 72.75, 77.25, "percent"),
        ("tens of thousands of people", 2e4, 99_999, "count"),
        ("a $5-million deal", 4.75e6, 5.25e6, "money:usd"),
        ("20-year sentence", 240, 240, "month"),
        ("about 300 sq km of moor", 2.7e8, 3.3e8, "area"),
    ],
)
def test_quantities_are_ranges(text, low, high, dimension):
    (quantity,) = quantities(text)
    assert (quantity.low, quantity.high) == pytest.approx((low, high))
    assert quantity.dimension == dimension


@pytest.mark.parametrize(
    "text",
    [
        "In 2016 it rained.",
        "on 21 November",
        "the 21st century",
        "at 10:35",
        "F-16 jets",
        "No one came.",
        "On May 12 300 people came.",
    ],
)
def test_what_is_no_quantity(text):
    assert quantities(text) == []


def test_a_year_beside_a_full_date_agrees_only_where_the_same_is_told():
    claim = "On 14 March 2021 the council of Halden closed the swimming pool for repairs."
    told = checks_for(claim, "", "The swimming pool was closed for repairs by the council in 2021.")
    other = checks_for(claim, "", "The council met twelve times in 2021 to speak of schools.")
    assert [check.source for check in told if check.kind == "date" and check.agrees] == ["2021"]
    assert not [check for check in other if check.kind == "date"]


def test_verbs_are_no_months():
    assert dates("They may 2 times march 3 miles.") == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_text_is_checked_and_says_only_what_stands_there(claim, passage):
    for check in checks_for(claim, "", passage):
        if check.kind in ("number", "date"):
            assert check.claim in claim
            assert check.source in passage
