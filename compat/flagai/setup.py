"""What pyproject.toml cannot say: the `.pth` file goes beside the packages, where Python reads it when it starts."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PTH = "aquila2_flagai.pth"


class BuildWithPth(build_py):
    def run(self) -> None:
        super().run()
        self.copy_file(str(Path(__file__).parent / PTH), str(Path(self.build_lib) / PTH), preserve_mode=False)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        return [*super().get_outputs(include_bytecode), str(Path(self.build_lib) / PTH)]


setup(cmdclass={"build_py": BuildWithPth})
