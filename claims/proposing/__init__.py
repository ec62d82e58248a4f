"""An optional model service proposes; this product checks, anchors and decides what to keep. Off unless LLM_BASE_URL.

service     one question to an OpenAI-compatible endpoint, one answer that fits a schema, or an error in plain words
anchoring   quotations of a proposal found again in the text, exactly; words that the text does not have (pure)
claims      a proposed splitting of an article: what of it stands in the text, and what was dropped

Text of articles and pages is data for the service. Whatever it answers, nothing goes further than what is checked here.
"""

from claims.proposing.claims import Told, propose_claims
from claims.proposing.service import ModelServiceError, ask, switched_on

__all__ = ["ModelServiceError", "Told", "ask", "propose_claims", "switched_on"]
