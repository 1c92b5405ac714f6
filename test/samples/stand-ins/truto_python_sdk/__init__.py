"""Stands in for Truto's own SDK, which can't be had here: it takes what that takes for a delete, and sends the same."""

import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class TrutoApi:
    def __init__(self, token: str, base_url: str = "https://api.truto.one"):
        self.unified_api = UnifiedApi(token, base_url)


class UnifiedApi:
    def __init__(self, token: str, base_url: str):
        self._token = token
        self._base_url = base_url

    async def delete(self, unified_model: str, resource: str, id: str, query: dict):
        url = f"{self._base_url}/unified/{unified_model}/{resource}/{id}?{urlencode(query)}"
        request = Request(url, method="DELETE", headers={"Authorization": f"Bearer {self._token}"})
        with urlopen(request) as response:
            return json.load(response)
