"""The topics that a desk starts with: slug, name, German and French name, and words that speak for it."""

from __future__ import annotations

TOPICS: list[tuple[str, str, str, str, str]] = [
    (
        "politics", "Politics", "Politik", "Politique",
        "government president minister parliament congress senate senator election vote voter ballot party candidate "
        "campaign council councillor mayor governor policy democrat republican conservative labour opposition "
        "coalition referendum cabinet lawmaker diplomat embassy summit sanction treaty",
    ),
    (
        "economy", "Economy and work", "Wirtschaft und Arbeit", "Économie et travail",
        "economy economic tax budget deficit debt inflation price bank market stock trade tariff export import job "
        "employment unemployment wage salary worker strike union company business investor profit revenue gdp growth "
        "recession pension rent mortgage housing loan spending customer",
    ),
    (
        "health", "Health", "Gesundheit", "Santé",
        "health hospital doctor nurse patient disease virus vaccine vaccination pandemic covid coronavirus flu cancer "
        "drug medicine medical treatment symptom infection epidemic surgery clinic diet obesity smoking alcohol "
        "mental mortality who ambulance meth addiction",
    ),
    (
        "climate", "Climate and environment", "Klima und Umwelt", "Climat et environnement",
        "climate warming emission carbon fossil coal oil gas renewable solar wind turbine nuclear pollution plastic "
        "forest deforestation wildfire drought flood storm hurricane temperature glacier biodiversity wildlife "
        "conservation recycling waste environment",
    ),
    (
        "science", "Science and space", "Wissenschaft und Raumfahrt", "Science et espace",
        "science scientist research researcher study experiment laboratory university physics chemistry biology gene "
        "telescope planet moon mars orbit spacecraft rocket astronaut nasa satellite galaxy astronomer probe "
        "europa vapour",
    ),
    (
        "technology", "Technology and internet", "Technik und Internet", "Technologie et internet",
        "technology internet software computer phone smartphone app data privacy hacker cyber google facebook twitter "
        "apple microsoft amazon algorithm artificial intelligence robot chip website online platform encryption",
    ),
    (
        "crime", "Crime and justice", "Kriminalität und Justiz", "Criminalité et justice",
        "police crime criminal murder killing robbery theft fraud arrest suspect court judge jury trial prosecutor "
        "lawyer sentence prison jail victim charge guilty verdict investigation detective gang shooting assault rape "
        "threat warrant extradition",
    ),
    (
        "war", "War and security", "Krieg und Sicherheit", "Guerre et sécurité",
        "war army military soldier troop weapon missile bomb attack terrorism terrorist rebel militant ceasefire "
        "invasion border defence nato drone airstrike navy intelligence spy hostage refugee",
    ),
    (
        "migration", "Migration", "Migration", "Migrations",
        "migration migrant immigrant immigration asylum refugee deportation visa border citizenship citizen",
    ),
    (
        "transport", "Transport", "Verkehr", "Transports",
        "transport traffic road bridge railway train rail bus tram car vehicle lorry truck driver ferry ship boat port "
        "airport airline aircraft plane flight pilot boeing airbus crash helicopter cyclist bicycle bypass detour",
    ),
    (
        "education", "Education and society", "Bildung und Gesellschaft", "Éducation et société",
        "school teacher pupil student university college education exam curriculum family child religion church mosque "
        "marriage gender women equality poverty charity homeless demographic population census",
    ),
    (
        "sport", "Sport", "Sport", "Sport",
        "sport football soccer hockey basketball baseball tennis rugby cricket league team coach player goal match "
        "season tournament championship cup olympic athlete medal stadium win score",
    ),
    (
        "culture", "Culture and media", "Kultur und Medien", "Culture et médias",
        "film movie actor actress music singer band album concert book author novel theatre museum artist celebrity "
        "television channel broadcast newspaper journalist magazine festival award",
    ),
]  # fmt: skip
