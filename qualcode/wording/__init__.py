"""The words of documents and screens for people, in bokmål, nynorsk and English."""
