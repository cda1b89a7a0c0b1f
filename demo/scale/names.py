"""Invented names, common ones of many families in Scotland. Combined by count, they are nobody's."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MALE_NAMES = _words(
    """
    Aaron Adam Ahmed Alasdair Andrew Angus Anthony Archie Ben Blair Brandon Bruce Calum Cameron Chidi Colin Craig
    Daniel David Dean Declan Derek Donald Douglas Duncan Dylan Euan Finlay Fraser Gavin Gordon Graeme Grant Gregor
    Hamza Hugh Iain Innes Jack James Jason John Jordan Kamil Keith Kenneth Kevin Kieran Kyle Lee Lewis Liam Lorne
    Lukasz Malcolm Mark Martin Matthew Michael Neil Niall Nathan Omar Owen Patrick Paul Raymond Robbie Robert Ross
    Ryan Samuel Sean Simon Stuart Tariq Thomas Tony William Zain
    """
)
FEMALE_NAMES = _words(
    """
    Abbie Aileen Aisha Alison Amanda Angela Anna Ashley Beth Carol Catherine Chloe Claire Courtney Danielle Debbie
    Donna Eilidh Elaine Emma Fiona Gemma Grace Heather Ifeoma Irene Jacqueline Jade Janet Jennifer Kelly Kirsty
    Laura Leanne Linda Lorraine Magda Mairi Margaret Megan Michelle Morven Natalie Nicole Pauline Rachel Rhona Robyn
    Samina Sarah Shannon Sharon Sheila Stacey Tracy Yvonne Zara
    """
)
FAMILY_NAMES = _words(
    """
    Abernethy Adams Ahmed Aitken Allan Anderson Armour Baillie Baird Barclay Begum Bell Black Blyth Boyd Boyle
    Brodie Brown Bruce Buchan Burnett Cairns Calder Cameron Campbell Carlin Chalmers Christie Clark Coyle Craig
    Crawford Cunningham Dalgleish Davidson Devlin Dickson Donnelly Douglas Drummond Duffy Dunbar Duncan Eze Farrell
    Ferguson Finlayson Fleming Forbes Forsyth Galbraith Gallacher Gibb Gillies Glen Gordon Graham Grant Gray Hainey
    Hamilton Harkins Henderson Hendry Hogg Hussain Hutton Imrie Innes Irvine Jackson Jamieson Johnston Kaczmarek
    Kane Keenan Kelly Kennedy Kerr Khan Kidd Laing Lamb Laurie Leitch Lennie Lindsay Logan Lowe Lyon MacAulay
    MacDonald MacIver MacKay MacKenzie MacLean MacLeod Malone Marshall Martin Mathieson Maxton McAllister McBain
    McCann McColl McCrae McDade McEwan McFadyen McGill McInnes McKee McLaren McMillan McNeil McPhee McQueen Meikle
    Menzies Mills Milne Mitchell Moffat Monaghan Muir Murdoch Murray Naismith Neilson Nicol Niven Nowak Ogilvie
    Okoro Oliphant Orr Paton Pollock Pringle Quinn Rae Ramsay Rankin Reilly Rennie Ritchie Robb Robertson Rooney
    Ross Russell Sanderson Scobie Shaw Shields Simpson Singh Sloan Smart Spence Steele Stirling Strachan Struthers
    Swan Tait Taylor Tennant Tierney Todd Turnbull Urquhart Vance Walker Wallace Watt Weir Whitelaw Wilson Wojcik
    Yates Yuill
    """
)
MENTOR_NAMES = _words(
    """
    Ailsa Bashir Corrie Dougal Esther Farah Greg Hannah Ivor Joyce Kirsten
    """
)
TEAM_NAMES = _words(
    """
    Anchor Bridge Causeway Drove Esk Ferry Glen Harbourside Inch Jetty Kirkgate
    """
)
