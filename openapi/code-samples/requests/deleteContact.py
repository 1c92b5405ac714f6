import requests

response = requests.delete(
    "https://api.truto.one/unified/crm/contacts/<resource_id>",
    params={"integrated_account_id": "<integrated_account_id>"},
    headers={"Authorization": "Bearer <your_api_token>"},
    allow_redirects=False,  # a followed redirect would turn the delete into a GET
    timeout=30,
)
if response.status_code not in (200, 204):
    raise SystemExit(f"{response.status_code}: {response.text}")

print(response.json() if response.content else "deleted")
