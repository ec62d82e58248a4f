"""The only place that opens arbitrary addresses.

addresses     which URLs and which IP addresses may be asked for
connection    dialling the checked address, under a deadline that nothing outlives
decoding      unpacking bodies under a cap
sniffing      what the bytes are
client        fetch: the above, one redirect at a time
canonical     one spelling for one page; the publisher's domain
robots        what the site allows
"""

from claims.fetching.addresses import is_web_address, refuse_private
from claims.fetching.canonical import canonical_url, site_of
from claims.fetching.client import Fetched, fetch
from claims.fetching.robots import allowed_by_robots

__all__ = ["Fetched", "allowed_by_robots", "canonical_url", "fetch", "is_web_address", "refuse_private", "site_of"]
