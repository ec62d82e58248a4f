"""Lines of a page that are not the article: what a site says about itself, its forms, its links, its pictures.

Each pattern is a *kind* with the reason shown to people. All are anchored on the whole line (``fullmatch`` or a
limit on length), because the same words inside a sentence are news: "He told readers to sign up" stays.
"""

from __future__ import annotations

import re

NAG = "notice of the site"
COMMENTS = "comments"
LOG_IN = "log-in or sign-up notice"
RELATED = "link to another story"
CREDIT = "agency or picture credit"
CAPTION = "picture caption"
SHARING = "sharing buttons"
ADVERT = "advertisement"
RIGHTS = "copyright notice"
AUTHOR_NOTE = "note about the author"

_AGENCY = (
    r"(?:the )?(?:reuters|ap|associated press|afp|agence france[- ]presse|pa(?: media| wire)?|press association|epa|efe"
    r"|getty(?: images)?|bloomberg|dpa|ansa|tass|xinhua|upi|shutterstock|alamy|rex(?: features)?|istock(?:photo)?"
    r"|zuma(?: press)?|nurphoto|afp/getty(?: images)?|wire (?:services?|reports?)|agenc(?:y|ies)|(?:staff"
    r"|wire) reports?)"
)
# Names and what stands between them: "Reporting by Jane Roe in Oslo; Editing by John Doe". A sentence has other words.
_ONLY_NAMES = (
    r"(?-i:(?:\(?(?:[A-Z][\w.'-]*|and|in|of|the|for|with|by|additional|reporting|editing|writing|agencies|wires)"
    r"(?:[\s,;&/()]+|$)){1,40})"
)
_END = r"[\s.!…»›>→:]*"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)


_NAG = _any(
    r"(?:table of )?contents|(?:on|in) this (?:page|article|post|story|guide)|jump to(?: section)?"
    r"|an? (?:error|unknown error) (?:has )?occurred.{0,80}",
    r"for (?:more|the latest|all the latest|breaking)\b.{0,120}\b(?:download|get|use|via"
    r"|through) .{0,60}\bapps?\b.{0,80}",
    r"submit (?:your|a) (?:letter|story|photo|news|question|comment).{0,160}|order reprints?.{0,60}",
    r"(?:this copy is )?for your personal,? non-commercial use.{0,300}|this article has been sent to.{0,40}",
    r"(?:category|categories|tags?|topics?|filed (?:under|to|in)|posted (?:in|by|on)|labels?|keywords?"
    r"|sections?)\s*:.{0,160}",
    r"(?:release date|last modified|last updated?|last reviewed|date|published|updated|posted"
    r"|page last updated)\s*:.{0,40}",
    r"(?:stay|keep) up to date (?:with|on) .{0,80}notifications?.{0,60}",
    r"(?:browser |push )?notifications? can be (?:managed|changed|turned off).{0,80}",
    r"(?:turn on|enable|allow|get) (?:desktop |push |browser )?notifications?.{0,100}",
    r"(?:this (?:site|website|page)|we) uses? cookies.{0,300}",
    r"by (?:continuing|using|signing|clicking|entering|submitting|subscribing|registering)\b.{0,80}"
    r"\b(?:you (?:agree|accept|consent|confirm|acknowledge)|agree to|our terms)\b.{0,250}",
    r"(?:please )?enable javascript.{0,120}",
    r"(?:your|this) browser (?:does not|doesn'?t|is not|isn'?t) .{0,120}",
    r"(?:please )?(?:refresh|reload) (?:the|your|this) (?:page|browser).{0,300}",
    r"(?:download|get) (?:the|our) (?:[\w&'. ]{0,40})?app(?: (?:now|today|for).{0,80})?",
    r"skip to (?:main )?(?:content|navigation).{0,40}",
    r"(?:loading|please wait)" + _END,
    r"(?:video|audio|gallery|slideshow|photos?|pictures?|image \d+ of \d+|\d+ (?:photos?|images?|pictures?))",
    r"(?:listen to|hear) this (?:article|story)(?: \d.{0,20})?",
    r"(?:\d+|one|two|three|four|five)[ -]min(?:ute)?s?\.? (?:read|listen)",
    r"(?:estimated )?reading time.{0,30}",
    r"(?:print|save|email|e-mail|bookmark)(?: (?:this )?(?:article|story|page))?",
    r"(?:report|flag) (?:this|an?) (?:ad|error|typo|mistake).{0,60}",
    r"(?:this article|this story) (?:is|was) (?:more than|over) \w+ (?:years?|months?) old",
    r"(?:back to )?top(?: of (?:the )?page)?|close|menu|search|home|next|previous|next (?:article|story|up)"
    r"|scroll down.{0,40}",
    r"(?:is there|have you (?:got|noticed)|do you have) (?:an? |any )?(?:error|mistake|typo|story|news tip"
    r"|tip|correction).{0,160}",
    r"(?:got|have|send|submit) (?:us )?(?:a |your )?(?:news )?(?:tip|tips|story)\b.{0,120}",
    r"support (?:our (?:work|journalism|newsroom|mission)|us|(?:independent|quality|local) journalism"
    r"|the guardian)\b.{0,100}",
    r"(?:please )?(?:donate|contribute|make a (?:donation|contribution))\b.{0,80}",
    r"we(?: value|'d like| want| would like| welcome) (?:your|to).{0,30}(?:privacy|feedback|hear from you"
    r"|views).{0,120}",
)
_COMMENTS = _any(
    r"(?:\d[\d,.]* )?comments?(?: \(?\d[\d,.]*\)?)?(?: (?:are closed|off|below|section))?" + _END,
    r"(?:view|show|read|see|hide|load|post|add|leave|write|be the first to)(?: all| more| your| a| the)*"
    r"(?: \d[\d,.]*)? ?comments?.{0,40}",
    r"(?:join|start|be part of) (?:the|our|a) (?:conversation|discussion|debate|commenting forum).{0,80}",
    r"join thought-provoking conversations.{0,200}",
    r"(?:have|share) your (?:say|thoughts|opinion|views?).{0,80}",
    r"what do you think\?.{0,80}(?:comments?|below).{0,40}",
    r"(?:let us know|tell us)\b.{0,60}\b(?:comments?|below).{0,40}",
    r"(?:this (?:article|story) )?comments? (?:on this (?:article|story) )?(?:are|is"
    r"|have been) (?:now )?(?:closed|disabled|moderated).{0,120}",
    r"(?:please )?(?:read|follow|see) our (?:comment|commenting|community|house) (?:rules|guidelines"
    r"|standards|policy).{0,120}",
    r"(?:reply|replies|\d+ repl(?:y|ies)|reply to this|\d+ responses?|leave a reply).{0,20}",
    r"most (?:liked|recent|popular) comments?",
)
_LOG_IN = _any(
    r"to (?:view|read|continue reading|unlock|access (?:this|the full)) .{0,60}"
    r"\b(?:subscribe|log ?in|sign[ -]?(?:in|up)|register)\b.{0,200}",
    r"if you(?:'re| are) (?:seeing this|already a|(?:not )?a subscriber)\b.{0,250}",
    r"(?:first-time|print|digital|all) subscribers? (?:also )?(?:receive|get)\b.{0,200}",
    r"(?:never miss|don't miss (?:out|the latest|any|a (?:story|thing|beat))).{0,200}",
    r"(?:please )?(?:log|sign)[ -]?in(?: (?:or|to|with|using|here|/)\b.{0,120})?" + _END,
    r"(?:sign|log)[ -]?(?:up|out|off)" + _END,
    r"sign[ -]?up (?:to|for|here|now|today|and|with)\b.{0,200}",
    r"(?:already|not)? ?(?:a |have (?:an? )?)?(?:subscriber|member|account|registered)\?.{0,80}",
    r"(?:subscribe|register|become a (?:member|subscriber))(?: (?:now|today|to|for|here|with|and|or|via)\b.{0,200})?"
    + _END,
    r"thank(?:s| you) for (?:registering|subscribing|signing up|your (?:subscription|interest|support)"
    r"|reading).{0,120}",
    r"you(?:'ve| have) (?:successfully )?(?:subscribed|registered|signed up|reached your).{0,120}",
    r"(?:get|receive|have) .{0,80}(?:delivered|straight|sent|direct(?:ly)?) (?:to|in|into) your (?:inbox"
    r"|email|phone).{0,120}",
    r".{0,60}\b(?:delivered|straight|sent|direct(?:ly)?) (?:to|in|into) your (?:inbox|email)" + _END,
    r"(?:free |daily |weekly |morning |our |the )*(?:[\w&']+ ){0,4}newsletters?(?: sign[ -]?up)?" + _END,
    r"(?:enter|your|type) (?:your )?e-?mail(?: address)?.{0,60}",
    r"(?:i would like|yes,? i(?:'d| would) like|i want|opt[ -]?in) to (?:be emailed|receive|hear).{0,200}",
    r"(?:read|see|view) our privacy (?:policy|notice).{0,60}",
    r"(?:try|start|get|enjoy) .{0,60}(?:free trial|unlimited access|digital access).{0,120}",
    r"(?:this (?:article|content|story) is|available) (?:only )?(?:for|to) (?:subscribers|members|registered).{0,80}",
    r"create (?:an?|your) (?:free )?(?:account|commenting name|profile).{0,120}",
    r"forgot(?:ten)? (?:your )?password.{0,40}",
)
_RELATED = _any(
    r"(?:read|see|watch|listen|learn|find out|discover|hear)(?: (?:more|also|next|on|now|here|it|full"
    r"|the full (?:story|article|report)))+(?: (?:on|about|from|at|here|in)\b.{0,120})?" + _END,
    r"(?:read|see|watch|listen|learn|click)(?: (?:more|also|next|now|this|here))*\s*[:|>»–—-].{0,200}",
    r"(?:related|recommended|similar|more|other|further|latest|top|trending|popular|most (?:read|popular"
    r"|viewed|shared|watched)"
    r"|editors?[']? picks?|don'?t miss|you (?:may|might) (?:also )?(?:like|be interested in)|suggested"
    r"|promoted|sponsored|in other news|also (?:read|see|in this)|must[ -]reads?|up next|coming up)"
    r"(?: (?:articles?|stor(?:y|ies)|news|posts?|content|reading|reads?|topics?|links?|videos?|coverage"
    r"|headlines?|for you|now|in|on|from|about|like this|this week|today)\b.{0,60})*" + _END,
    r"(?:related|recommended|see also|read also|also read|also see|more on this(?: story)?|background"
    r"|don'?t miss|read next|up next|trending|more|related (?:stor(?:y|ies)|articles?|links?"
    r"|coverage|content|video|post|news))\s*[:|>»].{0,240}",
    r"click here (?:to|for)\b.{0,160}",
    r"(?:full|live) (?:coverage|updates?|blog)\s*(?:[:>»].{0,120})?",
    r"for more (?:on|about|news|information|stories|from|like this|,).{0,200}(?:click|visit|go to|follow|see"
    r"|subscribe|head to|check out|read|sign|here).{0,120}",
    r"continue reading.{0,80}|story continues(?: below)?.{0,60}|(?:article|post) continues (?:below|after).{0,60}",
)
_SHARING = _any(
    r"(?:share|tweet|like|pin|pin it|e-?mail|whats ?app|facebook|twitter|linkedin|reddit|pinterest|flipboard"
    r"|copy link|messenger|telegram|instagram|youtube|print|more|x|\W)"
    r"(?:[\s,|/·•]+(?:share|tweet|like|on|via|this|pin|it|by|e-?mail|whats ?app|facebook|twitter|linkedin"
    r"|reddit|pinterest|flipboard|copy|link|messenger|telegram|instagram|youtube|print|article|story|post"
    r"|more|x|and|or|\W))*" + _END,
    r"(?:share|tweet|email|send|save|bookmark) (?:this|the) (?:article|story|post|page|link).{0,60}",
    r"(?:click to )?share (?:on|via|with|to) .{0,60}",
    r"(?:follow|like|find|join|connect with|watch) (?:us|me|him|her|them|the author|@\w+"
    r"|[\w.' ]{2,40}) on (?:\w+,? )*(?:facebook|twitter|instagram|x|linkedin|youtube|google ?\+?|social media"
    r"|whatsapp|telegram|tiktok|threads|bluesky).{0,300}",
    r"(?:shares?|\d[\d.,]*k? shares?|\d[\d.,]*k? (?:views|likes|tweets))",
    r"follow (?:us|me|@\w+).{0,60}",
)
_CREDIT = _any(
    r".{2,360}\bcontributed (?:reporting |writing |research )?(?:to|for|from) (?:this|the) (?:report|story"
    r"|article|piece|post)\b.{0,60}",
    rf"\(?(?:additional |further |with )?(?:reporting|writing|files?|editing|contributions?|material|copy|graphics?"
    rf"|compiled|produced)(?: and (?:writing|editing))? (?:by|from) {_ONLY_NAMES}",
    rf"(?:with )?(?:reuters|ap|associated press|afp|pa|agencies"
    rf"|bloomberg)(?:[ ,/&]+(?:and )?{_AGENCY})*(?: (?:contributed|and agencies).{{0,60}})?",
    r"(?:the )?(?:[\w.'-]+ ){1,8}(?:also )?contributed (?:to )?(?:this (?:report|story|article|piece)"
    r"|reporting|research).{0,80}",
    r"(?:photo|photograph|picture|image|illustration|video|featured image|main image|cover (?:image|photo)"
    r"|lead (?:image|photo)|graphic|source|credit|pic)s?(?: (?:by|credit|courtesy|source|from"
    r"|via))*\s*[:/©].{0,160}",
    rf"(?:photo|photograph|picture|image|illustration|video|photography)s?(?: (?:credit|courtesy))? (?:by|from|via"
    rf"|courtesy of) {_ONLY_NAMES}",
    rf"(?:[\w.'-]+ ){{0,4}}[/|(]? ?{_AGENCY}(?: ?/ ?[\w .]+)?\)?",
    r"(?:©|\(c\)|copyright) ?(?:[\w.,'&/ -]{2,60})",
    r"(?:this (?:article|story|post) (?:was |has been )?(?:originally |first )?(?:appeared|published|written"
    r"|produced|supplied|syndicated).{0,200})",
    r"(?:first|originally) published (?:on|in|at|by|as)\b[^,]{0,80}",
)
_ADVERT = _any(
    r"(?:-+ ?)?(?:advert(?:isement|ising|orial)?s?|ad|sponsored(?: content| links?)?|promoted(?: content)?"
    r"|paid content|ads by .{0,30})(?: ?[-–—:].{0,60})?" + _END,
    r"(?:advertisement|ad) (?:feature|content|-? ?continue reading below|feedback).{0,40}",
    r"(?:we|this (?:page|post|article|site)) may (?:earn|receive|get|contain|include).{0,60}(?:commission"
    r"|affiliate|compensation).{0,200}",
    r"(?:skip|close|hide) ad(?:vert)?.{0,20}|scroll (?:down )?to continue.{0,60}|continue reading below.{0,40}",
)
_RIGHTS = _any(
    r"this (?:article|story|content|material|post|work) is (?:the )?(?:copyright|licensed|protected).{0,250}",
    r"(?:written|prior) permission (?:must|is required|of the).{0,250}|no part of this .{0,60}\bmay be .{0,200}",
    r".{0,120}\ball rights reserved\b.{0,200}",
    r"(?:©|&copy;|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}.{0,160}|.{0,80}\d{4}.{0,60})",
    r"this material may not be (?:published|reproduced|broadcast).{0,200}",
    r"(?:terms (?:of (?:use|service)|and conditions|& conditions)|privacy (?:policy|notice)|cookie policy"
    r"|contact us|about us)(?:\s*[|•·/].{0,100})?",
)
_AUTHOR_NOTE = _any(
    r"(?:contact|reach|e-?mail|write to) .{2,60}\b(?:at|on|via)\b.{0,40}@.{0,120}",
    r"(?:you can )?(?:follow|contact|reach|email) (?:him|her|them|me"
    r"|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})(?: (?:on|at|via|by))\b.{0,120}",
    r"about the author.{0,40}",
    r"(?:more|all|other|read(?: more)?) (?:stories |posts |articles )?(?:by|from) .{0,60}",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?",
    r"@\w{2,30}",
)

_KINDS = (
    (_ADVERT, ADVERT),
    (_NAG, NAG),
    (_COMMENTS, COMMENTS),
    (_LOG_IN, LOG_IN),
    (_RELATED, RELATED),
    (_SHARING, SHARING),
    (_CREDIT, CREDIT),
    (_RIGHTS, RIGHTS),
    (_AUTHOR_NOTE, AUTHOR_NOTE),
)
_LONGEST = 400
_SENTENCE = 6  # words from which a line with a full stop needs more than a label at its start to be a link
_IMPERATIVE = re.compile(r"(?:read|see|click|watch|continue|for more|follow|find|like|join|share)\b", re.I)
_ENTRY = re.compile(r"[-–—•·*]\s")
_TRIM = " \t-–—_~=•·*|[]()"

TERMINAL = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s*[#■●◆]?$")
_CAPTION_CREDIT = re.compile(
    rf"[(\[|–—-]\s*(?:[\w.' ]{{2,40}}/ ?)?(?:via )?(?:credit:? |photo:? |image:? "
    rf"|picture:? )?(?:[\w.']+ ){{0,3}}{_AGENCY}(?: ?/ ?[\w .]+)?\s*[)\]]?\.?$",
    re.I,
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.' -]{2,30}(?:,\s*[A-Z][\w.]+(?: [A-Z][\w.]+){0,2})?(?:,\s*(?:Jan|Feb|Mar|Apr|May"
    r"|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d{1,2})?)\s*"
    r"(?:\((?P<agency>[A-Z][\w. /-]{1,30})\)\s*)?[-–—]{1,2}\s"
)


def furniture(line: str) -> str:
    """Why ``line`` is no part of an article, or nothing when it may be one."""
    line = line.strip()
    bare = line.strip(_TRIM).replace("’", "'")
    if not bare:
        return NAG if line else ""
    if len(bare) > _LONGEST or (_ENTRY.match(line) and len(bare.split()) > 4):
        return ""  # an entry of a list says "share it with your partner" and means it
    sentence = is_sentence(line) and len(bare.split()) >= _SENTENCE
    for pattern, why in _KINDS:
        if pattern.fullmatch(bare) and not (sentence and why in (RELATED, SHARING) and not _IMPERATIVE.match(bare)):
            return why
    return ""


def is_sentence(line: str) -> bool:
    """Ends the way a sentence or a quotation does."""
    return bool(TERMINAL.search(line))


def credited_caption(line: str) -> bool:
    """A short line that closes with an agency's name in brackets, as captions do and sentences do not."""
    return len(line) <= _LONGEST and bool(_CAPTION_CREDIT.search(line.strip()))


def dateline(paragraph: str) -> re.Match[str] | None:
    """``LONDON (Reuters) -`` and the like at the start of a paragraph; groups ``place`` and ``agency``."""
    return _DATELINE.match(paragraph)
