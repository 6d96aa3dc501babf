"""What the settings page says."""


def notes_of(session):
    heard = []
    session.noted.connect(lambda note: heard.append((note.text, note.bad)))
    return heard


def errors(form):
    return {name: place.text() for name, place in form._errors.items() if place.text()}
