"""Between visitor, guide and representative: the only process that the internet sees.

In one minute: ``app`` joins the parts. ``visitor`` speaks HTTP with the widget and ``pages`` serves its files.
``conversation`` is the truth: state and append-only log, each change one transaction in ``store``. ``answering`` takes
waiting messages to the guide through ``guide_client`` and writes the answers. ``events`` only says "look again";
``stream`` then reads the log. ``settings`` is every setting, ``words.yml`` every sentence that the gateway says itself.
"""
