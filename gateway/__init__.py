"""Between visitor, guide and representative: the only process that the internet sees.

In one minute: ``app`` joins the ``parts``. ``visitor`` and ``site`` speak HTTP with the widget, ``pages`` serves its files.
``conversation`` is the truth of what may happen, ``log`` what was said; each change is one transaction in ``store``.
``answering`` takes waiting messages to the guide through ``guide_client`` and has the answers written; ``erasing`` makes
sure that what is erased is gone everywhere. ``events`` only says "look again"; ``stream`` then reads the log. Refusals are
``problems``. ``settings`` is every setting, ``words.yml`` every sentence that the gateway says itself.
"""
