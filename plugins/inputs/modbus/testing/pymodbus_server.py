"""A Modbus server by pymodbus: pymodbus_server.py tcp|rtutcp|PTY '{"1": {"hr": {"100": 7}}}'

Prints its port (or "ready") when it listens; a line {"1": {"hr": {"100": 8}}} on standard input
changes registers. Tables: co, di, hr, ir. Units that are not named do not answer.
"""
import asyncio
import json
import logging
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

FUNCTION = {"co": 1, "di": 2, "hr": 3, "ir": 4}


def block(content):
    return ModbusSparseDataBlock({int(address): value for address, value in content.items()} or {0: 0})


def unit(tables):
    blocks = {table: block(tables.get(table, {})) for table in FUNCTION}
    return ModbusSlaveContext(**blocks, zero_mode=True)


def change(context):
    for number, tables in json.loads(sys.stdin.readline() or "{}").items():
        for table, content in tables.items():
            for address, value in content.items():
                context[int(number)].setValues(FUNCTION[table], int(address), [value])
    print("changed", flush=True)


async def main(kind, image):
    context = ModbusServerContext({int(number): unit(tables) for number, tables in image.items()},
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
