"""DynamoDB Local without the Java agent that LocalStack downloads to allow over 20 indexes."""

from localstack.runtime import hooks


@hooks.on_infra_start()
def start_without_agent():
    # Imported late: at the time plugins are listed, the services are not there yet.
    from localstack.services.dynamodb.server import DynamodbServer

    whole_command = DynamodbServer._create_shell_command

    def command_without_agent(server):
        return [part for part in whole_command(server) if not part.startswith("-javaagent")]

    DynamodbServer._create_shell_command = command_without_agent
