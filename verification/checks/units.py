"""Units and currencies as they are written: what they measure, and in what base unit."""

from __future__ import annotations

# name of the unit -> (dimension, factor to its base unit)
UNITS: dict[str, tuple[str, float]] = {
    "%": ("percent", 1.0), "percent": ("percent", 1.0), "per cent": ("percent", 1.0), "pc": ("percent", 1.0),
    "percentage point": ("points", 1.0), "percentage points": ("points", 1.0), "pp": ("points", 1.0),
    "point": ("point", 1.0), "points": ("point", 1.0),
    "km": ("length", 1000.0), "kilometre": ("length", 1000.0), "kilometer": ("length", 1000.0),
    "mile": ("length", 1609.344), "metre": ("length", 1.0), "meter": ("length", 1.0), "cm": ("length", 0.01),
    "centimetre": ("length", 0.01), "centimeter": ("length", 0.01), "mm": ("length", 0.001),
    "foot": ("length", 0.3048), "feet": ("length", 0.3048), "ft": ("length", 0.3048), "inch": ("length", 0.0254),
    "inches": ("length", 0.0254), "yard": ("length", 0.9144),
    "kg": ("mass", 1.0), "kilogram": ("mass", 1.0), "kilo": ("mass", 1.0), "gram": ("mass", 0.001),
    "pound-mass": ("mass", 0.45359), "lb": ("mass", 0.45359), "lbs": ("mass", 0.45359), "ounce": ("mass", 0.02835),
    "tonne": ("mass", 1000.0), "ton": ("mass", 1000.0), "g": ("mass", 1e-3), "mg": ("mass", 1e-6),
    "milligram": ("mass", 1e-6), "µg": ("mass", 1e-9), "μg": ("mass", 1e-9), "mcg": ("mass", 1e-9),
    "microgram": ("mass", 1e-9), "millimetre": ("length", 0.001), "millimeter": ("length", 0.001),
    "nanogram": ("mass", 1e-12), "millilitre": ("volume", 0.001), "milliliter": ("volume", 0.001),
    "ml": ("volume", 0.001), "degree": ("degree", 1.0), "degrees celsius": ("celsius", 1.0),
    "degree celsius": ("celsius", 1.0), "degrees c": ("celsius", 1.0),
    "degrees fahrenheit": ("fahrenheit", 1.0), "degree fahrenheit": ("fahrenheit", 1.0),
    "degrees f": ("fahrenheit", 1.0), "kwh": ("energy", 1.0), "mwh": ("energy", 1e3),
    "kilowatt hour": ("energy", 1.0), "megawatt hour": ("energy", 1e3), "gwh": ("energy", 1e6),
    "gigawatt hour": ("energy", 1e6), "gb": ("bytes", 1e9), "gigabyte": ("bytes", 1e9), "tb": ("bytes", 1e12),
    "terabyte": ("bytes", 1e12), "mb": ("bytes", 1e6), "megabyte": ("bytes", 1e6),
    "hectare": ("area", 10_000.0), "ha": ("area", 10_000.0), "acre": ("area", 4046.86),
    "square kilometre": ("area", 1e6), "square kilometer": ("area", 1e6), "sq km": ("area", 1e6), "km²": ("area", 1e6),
    "square mile": ("area", 2_589_988.0), "sq mi": ("area", 2_589_988.0), "square metre": ("area", 1.0),
    "square meter": ("area", 1.0), "sq m": ("area", 1.0), "m²": ("area", 1.0), "square foot": ("area", 0.0929),
    "square feet": ("area", 0.0929), "sq ft": ("area", 0.0929), "litre": ("volume", 1.0), "liter": ("volume", 1.0),
    "gallon": ("volume", 3.7854), "barrel": ("barrel", 1.0), "°c": ("celsius", 1.0), "°f": ("fahrenheit", 1.0),
    "second": ("time", 1.0), "minute": ("time", 60.0), "hour": ("time", 3600.0), "day": ("time", 86_400.0),
    "week": ("time", 604_800.0), "month": ("month", 1.0), "year": ("month", 12.0), "decade": ("month", 120.0),
    "mph": ("speed", 0.44704), "km/h": ("speed", 0.27778), "kmh": ("speed", 0.27778), "kph": ("speed", 0.27778),
    "mw": ("power", 1.0), "megawatt": ("power", 1.0), "gw": ("power", 1000.0), "gigawatt": ("power", 1000.0),
}  # fmt: skip
CURRENCIES = {
    "$": "usd", "us$": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd", "€": "eur", "eur": "eur",
    "euro": "eur", "euros": "eur", "£": "gbp", "gbp": "gbp", "pounds": "gbp", "pound": "gbp", "¥": "jpy",
    "yen": "jpy", "₹": "inr", "rs": "inr", "rupees": "inr", "rupee": "inr", "yuan": "cny", "roubles": "rub",
    "rubles": "rub", "francs": "chf", "kronor": "sek", "kroner": "nok", "canadian dollars": "cad", "us dollars": "usd",
    "australian dollars": "aud", "a$": "aud", "c$": "cad", "hk$": "hkd",
}  # fmt: skip
