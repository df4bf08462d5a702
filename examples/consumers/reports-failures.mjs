// The same, but it goes on after a failure, and says which messages failed.
export const consumer = ({ dynamodb, tableName }) =>
  async function handler(event) {
    const batchItemFailures = [];
    for (const record of event.Records) {
      try {
        await countOrder(record);
      } catch {
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };

    async function countOrder(record) {
      const { order, amount } = JSON.parse(record.body);
      // One item for each order: to put it twice changes nothing.
      await dynamodb.putItem({
        TableName: tableName,
        Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
      });
    }
  };
