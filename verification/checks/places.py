"""Names that need no context to be known as names when they open a sentence: countries, capitals, large companies.

The list is short on purpose: it only serves to tell "Spain won" from "Rents rose".
"""

from __future__ import annotations

from verification.wording import words_of

WELL_KNOWN = words_of(
    "afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus "
    "belgium bolivia bosnia botswana brazil britain bulgaria burma cambodia cameroon canada chad chile china colombia "
    "congo croatia cuba cyprus czechia denmark ecuador egypt england eritrea estonia ethiopia finland france gabon "
    "georgia germany ghana greece guatemala guinea haiti honduras hungary iceland india indonesia iran iraq ireland "
    "israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait laos latvia lebanon liberia libya lithuania "
    "luxembourg madagascar malawi malaysia mali malta mexico moldova mongolia morocco mozambique myanmar namibia nepal "
    "netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland "
    "portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan "
    "sweden switzerland syria taiwan tajikistan tanzania thailand tunisia turkey uganda ukraine uruguay uzbekistan "
    "venezuela vietnam wales yemen zambia zimbabwe america europe africa asia gaza crimea kashmir tibet catalonia "
    "london paris berlin madrid rome vienna moscow kyiv kiev odesa odessa warsaw prague budapest athens lisbon dublin "
    "brussels amsterdam copenhagen stockholm oslo helsinki beijing tokyo delhi mumbai cairo nairobi lagos washington "
    "chicago boston sydney toronto jerusalem tehran baghdad kabul damascus istanbul ankara geneva "
    "texas florida california ohio alaska arizona virginia michigan georgia nevada oregon "
    "google apple microsoft amazon facebook meta twitter tesla boeing airbus samsung sony nokia intel ibm netflix "
    "toyota honda volkswagen bmw ford renault siemens nestle pfizer moderna astrazeneca shell bp exxon chevron "
    "walmart starbucks mcdonald huawei uber nasa nato fifa uefa unesco unicef interpol"
)

_STATES = (
    "alabama ala al|alaska ak|arizona ariz az|arkansas ark ar|california calif ca|colorado colo co|connecticut conn ct|"
    "delaware del de|florida fla fl|georgia ga|hawaii hi|idaho id|illinois ill il|indiana ind in|iowa ia|kansas kan ks|"
    "kentucky ky|louisiana la|maine me|maryland md|massachusetts mass ma|michigan mich mi|minnesota minn mn|"
    "mississippi miss ms|missouri mo|montana mont mt|nebraska neb ne|nevada nev nv|newhampshire nh|newjersey nj|"
    "newmexico nm|newyork ny|northcarolina nc|northdakota nd|ohio oh|oklahoma okla ok|oregon ore or|pennsylvania pa|"
    "rhodeisland ri|southcarolina sc|southdakota sd|tennessee tenn tn|texas tex tx|utah ut|vermont vt|virginia va|"
    "washington wash wa|westvirginia wva wv|wisconsin wis wi|wyoming wyo wy"
)
# Each way to write a state of the USA, in small letters without blanks and dots → its name.
STATES = {form: line.split(" ")[0] for line in _STATES.split("|") for form in line.split(" ")}
