"""The HTTP API, one file a resource. Everything that it writes goes through reviewing, publishing and claims.intake.

door, reading, repeating   who comes in, with what, and only once
articles … remarks         the calls
shapes, answers, paging    what goes in and out
problems, edge             errors, and methods that a path has not
document                   OpenAPI, for programs and for people
"""
