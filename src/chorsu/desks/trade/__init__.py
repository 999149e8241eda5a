"""The trade desk: consignment cases from a first invoice to a closed case, offers, partners. The pattern of every desk."""
