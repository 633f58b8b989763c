"""Extractors that come along beside the rules, each found by its entry point.

    chat    asks a server that speaks the OpenAI chat-completions protocol
    spacy   uses a spaCy pipeline that the user has installed

They only propose (`kg.extract.proposals`). What one of them needs is imported when it is set up.
"""
