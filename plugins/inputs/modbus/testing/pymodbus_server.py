"""A Modbus server by pymodbus: pymodbus_server.py tcp|rtutcp|PTY '{"1": {"hr": {"100": 7}}}'

Prints its port (or "ready") when it listens; a line {"1": {"hr": {"100": 8}}} on standard input
changes registers, adds unit 1 if there is none, and with null takes it away. Tables: co, di, hr, ir;
"delay_ms": 400 makes a slow unit. Units that are not named do not answer.
"""
import asyncio
import json
import logging
import sys
import time

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

FUNCTION = {"co": 1, "di": 2, "hr": 3, "ir": 4}


class Unit(ModbusSlaveContext):
    """The whole server waits with a slow unit, as a bus does."""

    def __init__(self, tables):
        super().__init__(**{table: block(tables.get(table, {})) for table in FUNCTION}, zero_mode=True)
        self.delay = tables.get("delay_ms", 0) / 1000

    def getValues(self, *request, **options):
        time.sleep(self.delay)
        return super().getValues(*request, **options)


def block(content):
    return ModbusSparseDataBlock({int(address): value for address, value in content.items()} or {0: 0})


def change_unit(context, number, tables):
    if tables is None:
        del context[number]
    elif number not in context:
        context[number] = Unit(tables)
    else:
        for table, content in tables.items():
            for address, value in content.items():
                context[number].setValues(FUNCTION[table], int(address), [value])


def change(context):
    for number, tables in json.loads(sys.stdin.readline() or "{}").items():
        change_unit(context, int(number), tables)
    print("changed", flush=True)


async def main(kind, image):
    context = ModbusServerContext({int(number): Unit(tables) for number, tables in image.items()},
                                  single=False)
    if kind.startswith("/"):
        server = ModbusSerialServer(context, framer=ModbusRtuFramer, port=kind, baudrate=9600,
                                    ignore_missing_slaves=True)
        await server.start()
        print("ready", flush=True)
    else:
        framer = ModbusRtuFramer if kind == "rtutcp" else ModbusSocketFramer
        server = ModbusTcpServer(context, framer, address=("127.0.0.1", 0),
                                 ignore_missing_slaves=True)
    asyncio.get_running_loop().add_reader(sys.stdin, change, context)
    serving = asyncio.ensure_future(server.serve_forever())
    if not kind.startswith("/"):
        await server.serving
        print(server.server.sockets[0].getsockname()[1], flush=True)
    await serving


logging.disable(logging.CRITICAL)
asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
