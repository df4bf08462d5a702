// Counts each order once. One message that it cannot read fails the whole batch.
export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    for (const record of event.Records) {
      const { order, amount } = JSON.parse(record.body);
      // One item for each order: to put it twice changes nothing.
      await dynamodb.putItem({
        TableName: tableName,
        Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
      });
    }
  };
