import asyncio
from truto_python_sdk import TrutoApi

truto_api = TrutoApi(token="<your_api_token>")


async def main():
    result = await truto_api.unified_api.delete(
        "crm",
        "contacts",
        "<resource_id>",
        {"integrated_account_id": "<integrated_account_id>"},
    )
    print(result)


asyncio.run(main())
