"""LocalStack's Lambda without Docker: where it would start a container, it starts a Node process.

Settings, from the environment: LAMBDA_PROCESS_NODE (the Node that runs functions) and
LAMBDA_PROCESS_WORKER (node-worker.mjs). Not here: memory limits, layers, other languages.
"""

import json
import os
import time

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from function_process import Answer, FunctionProcess, Silence

_LOOPBACK = "127.0.0.1"


class ProcessExecutor(RuntimeExecutor):
    """One execution environment. LocalStack calls it from one thread at a time."""

    _process: FunctionProcess | None = None
    _environment: dict[str, str]

    def start(self, env_vars: dict[str, str]) -> None:
        function = self.function_version.config
        root = str(function.code.get_unzipped_code_location())
        self._environment = {
            **{name: str(value) for name, value in env_vars.items()},
            "LAMBDA_TASK_ROOT": root,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        }
        self._process = self._spawn()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        if self._process is None:
            self._process = self._spawn()
        started = time.monotonic()
        seconds = self.function_version.config.timeout
        request = {
            "requestId": payload["invoke-id"],
            "functionArn": payload["invoked-function-arn"],
            "traceId": payload.get("trace-id"),
            "event": payload["payload"],
            "limitMs": seconds * 1000,
        }
        answer = self._process.ask(request, seconds)
        printed = self._process.take_log()
        if isinstance(answer, Silence):
            self.stop()
            answer = Answer(True, self._reason(answer, payload["invoke-id"]), 0)
        return InvocationResult(
            request_id=payload["invoke-id"],
            payload=json.dumps(answer.body).encode(),
            is_error=answer.is_error,
            logs=self._log(payload["invoke-id"], printed, answer, time.monotonic() - started),
        )

    def _spawn(self) -> FunctionProcess:
        return FunctionProcess(
            os.environ["LAMBDA_PROCESS_NODE"],
            os.environ["LAMBDA_PROCESS_WORKER"],
            self._environment["LAMBDA_TASK_ROOT"],
            self._environment,
        )

    def _reason(self, silence: Silence, request_id: str) -> dict[str, str]:
        """What AWS reports for a function that was too slow, or whose process ended."""
        if silence.exit_code is None:
            seconds = self.function_version.config.timeout
            told = f"Task timed out after {seconds:.2f} seconds"
            error_type = "Sandbox.Timedout"
        else:
            told = f"Runtime exited with error: exit status {silence.exit_code}"
            error_type = "Runtime.ExitError"
        return {"errorType": error_type, "errorMessage": f"RequestId: {request_id} Error: {told}"}

    def _log(self, request_id: str, printed: str, answer: Answer, seconds: float) -> str:
        milliseconds = seconds * 1000
        size = self.function_version.config.memory_size
        version = self.function_version.id.qualifier
        report = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {milliseconds:.2f} ms",
            f"Billed Duration: {int(milliseconds) + 1} ms",
            f"Memory Size: {size} MB",
            f"Max Memory Used: {answer.memory_mb} MB",
        ]
        start = f"START RequestId: {request_id} Version: {version}\n"
        return f"{start}{printed}END RequestId: {request_id}\n" + "\t".join(report)

    def get_logs(self) -> str:
        return ""

    def get_address(self) -> str:
        return _LOOPBACK

    def get_endpoint_from_executor(self) -> str:
        # LocalStack makes AWS_ENDPOINT_URL of every function from this and its own port.
        return _LOOPBACK

    def get_runtime_endpoint(self) -> str:
        return f"http://{_LOOPBACK}:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    @classmethod
    def prepare_version(cls, function_version) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version) -> None:
        """Nothing: a version's unpacked code may be in use by the version that replaces it."""


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    name = "process"

    def load(self, *args, **kwargs):
        return ProcessExecutor
