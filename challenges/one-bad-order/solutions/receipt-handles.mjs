// Wrong: Lambda knows no message by its receipt handle, so that the whole batch has failed.
export const consumer = ({ dynamodb, tableName }) => {
  return async function handler(event) {
    const batchItemFailures = [];
    for (const record of event.Records)
      try {
        await count(record);
      } catch {
        batchItemFailures.push({ itemIdentifier: record.receiptHandle });
      }
    return { batchItemFailures };
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
