"""A PostgreSQL with schema.sql, one for a test file, empty before each test."""

import unittest

from peer import Postgres


class SchemaCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = Postgres()
        cls.addClassCleanup(cls.postgres.remove)
        cls.postgres.install()

    def setUp(self):
        self.sql("truncate energy_readings, hourly_energy, reading_gap, gateway_status, chain_head,"
                 " historian_gateway")

    def sql(self, text, user="owner"):
        return self.postgres.sql(text, user)
