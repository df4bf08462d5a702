// Reads the total, adds the order to it, and writes it back. Two may read the same total.
export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { amount } = JSON.parse(record.body);
      const { Item } = await dynamodb.getItem({
        TableName: tableName,
        Key: { pk: { S: 'total' } },
        ConsistentRead: true,
      });
      const total = Number(Item?.amount.N ?? 0) + amount;
      await dynamodb.putItem({
        TableName: tableName,
        Item: { pk: { S: 'total' }, amount: { N: String(total) } },
      });
    }
  };
