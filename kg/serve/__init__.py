"""A store on the web: SPARQL 1.1 Protocol and Graph Store Protocol, and the pages beside them.

    kg.serve.run.serve              `kg serve`: an address, uvicorn, a clean end
    kg.serve.app.make_app           Settings -> the Starlette application
    kg.serve.service.Service        what pages ask: queries with a time limit, addresses
    kg.serve.pages                  the HTML

Questions are answered by processes that only read (kg.serve.worker), so that one which takes
too long can be ended for good; the server itself holds no graph. Nothing is imported here: a
worker must be there at once.
"""
