// Adds each order, after two seconds of other work for it.
export const consumer = ({ dynamodb, tableName, sleep }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { amount } = JSON.parse(record.body);
      await sleep(2_000);
      await dynamodb.updateItem({
        TableName: tableName,
        Key: { pk: { S: 'total' } },
        UpdateExpression: 'ADD amount :amount',
        ExpressionAttributeValues: { ':amount': { N: String(amount) } },
      });
    }
  };
