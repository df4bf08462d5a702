// Asks a bank for each order. The bank is down for ten minutes, and takes 20 requests a second.
const bankIsBackMs = 10 * 60_000;
const bankTakesPerSecond = 20;

export const consumer = ({ dynamodb, tableName, nowMs }) =>
  async function handler(event) {
    const batchItemFailures = [];
    for (const record of event.Records) {
      try {
        const { order, amount } = JSON.parse(record.body);
        await askBank();
        await dynamodb.putItem({
          TableName: tableName,
          Item: { pk: { S: `total#${order}` }, amount: { N: String(amount) } },
        });
      } catch {
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };

    /** The bank is played by a counter in the table: one item for each second. */
    async function askBank() {
      if (nowMs() < bankIsBackMs) throw new Error('the bank is down');
      const second = Math.floor(nowMs() / 1000);
      const { Attributes } = await dynamodb.updateItem({
        TableName: tableName,
        Key: { pk: { S: `bank#${second}` } },
        UpdateExpression: 'ADD asked :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      });
      if (Number(Attributes.asked.N) > bankTakesPerSecond) throw new Error('the bank is busy');
    }
  };
