// Wrong on a standard queue: nobody needs the order, and all behind the first failure come again.
export const consumer = ({ dynamodb, tableName }) => {
  return async function handler(event) {
    for (const [at, record] of event.Records.entries())
      try {
        await count(record);
      } catch {
        const left = event.Records.slice(at);
        return { batchItemFailures: left.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      }
    return { batchItemFailures: [] };
  };

  async function count(record) {
    const { order, amount } = JSON.parse(record.body);
    // One item for each order: to put it twice changes nothing.
    await dynamodb.putItem({
      TableName: tableName,
      Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
    });
  }
};
