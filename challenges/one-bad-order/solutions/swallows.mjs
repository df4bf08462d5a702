// Wrong: what fails is deleted, and nobody ever hears of it.
export const consumer = ({ dynamodb, tableName }) => {
  return async function handler(event) {
    for (const record of event.Records) await count(record).catch(() => {});
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
