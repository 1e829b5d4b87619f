"""The states of the world by region, to see that no region is forgotten."""

from __future__ import annotations

REGIONS = {
    "Africa": """Algeria Angola Benin Botswana Burkina-Faso Burundi Cameroon Cape-Verde
        Central-African-Republic Chad Comoros Republic-of-the-Congo Democratic-Republic-of-the-Congo Djibouti Egypt
        Equatorial-Guinea Eritrea Eswatini Ethiopia Gabon Gambia Ghana Guinea Guinea-Bissau
        Ivory-Coast Kenya Lesotho Liberia Libya Madagascar Malawi Mali Mauritania Mauritius Morocco
        Mozambique Namibia Niger Nigeria Rwanda Sao-Tome-and-Principe Senegal Seychelles
        Sierra-Leone Somalia South-Africa South-Sudan Sudan Tanzania Togo Tunisia Uganda Zambia
        Zimbabwe""",
    "the Middle East": """Bahrain Iran Iraq Israel Jordan Kuwait Lebanon Oman Palestine Qatar
        Saudi-Arabia Syria Turkey United-Arab-Emirates Yemen""",
    "Russia and its neighbours": """Armenia Azerbaijan Belarus Georgia Kazakhstan Kyrgyzstan
        Moldova Russia Tajikistan Turkmenistan Ukraine Uzbekistan Mongolia""",
    "East Asia": "China Japan North-Korea South-Korea Taiwan",
    "South and South-East Asia": """Afghanistan Bangladesh Bhutan Brunei Cambodia East-Timor India
        Indonesia Laos Malaysia Maldives Myanmar Nepal Pakistan Philippines Singapore Sri-Lanka
        Thailand Vietnam""",
    "Oceania": """Australia Fiji Kiribati Marshall-Islands Micronesia Nauru New-Zealand Palau
        Papua-New-Guinea Samoa Solomon-Islands Tonga Tuvalu Vanuatu""",
    "Europe": """Albania Andorra Austria Belgium Bosnia-and-Herzegovina Bulgaria Croatia Cyprus
        Czech-Republic Denmark Estonia Finland France Germany Greece Hungary Iceland Ireland Italy
        Kosovo Latvia Liechtenstein Lithuania Luxembourg Malta Monaco Montenegro Netherlands
        North-Macedonia Norway Poland Portugal Romania San-Marino Serbia Slovakia Slovenia Spain
        Sweden Switzerland United-Kingdom Vatican-City""",
    "North America": "Canada United-States Mexico",
    "Latin America and the Caribbean": """Antigua-and-Barbuda Argentina Bahamas Barbados Belize
        Bolivia Brazil Chile Colombia Costa-Rica Cuba Dominica Dominican-Republic Ecuador
        El-Salvador Grenada Guatemala Guyana Haiti Honduras Jamaica Nicaragua Panama Paraguay Peru
        Saint-Kitts-and-Nevis Saint-Lucia Saint-Vincent-and-the-Grenadines Suriname
        Trinidad-and-Tobago Uruguay Venezuela""",
}
REGION_OF = {
    f"country/{name.lower()}": region for region, names in REGIONS.items() for name in names.split()
}
