"""Every write of the help pages, by topic: `services.articles`, …"""
