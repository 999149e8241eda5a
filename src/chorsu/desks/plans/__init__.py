"""The planning desk: plan a consignment, keep the plan under a private link, change it and plan again."""
