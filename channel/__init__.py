"""The one door into Rasa: our input channel, and the tracker store that can erase."""
