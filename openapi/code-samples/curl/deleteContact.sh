curl --include --fail-with-body --request DELETE \
  'https://api.truto.one/unified/crm/contacts/<resource_id>?integrated_account_id=<integrated_account_id>' \
  --header 'Authorization: Bearer <your_api_token>'
