package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in JVMs of their own, which use shorter vectors than the processor has. */
class VectorWidthForkTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void searchesAreRightWithVectorsOfThisManyBytes(int width) throws Exception {
    assumeTrue(Kernels.hasVectors(), "there is no vector kernel without its module");
    ForkedJvm.run(
        folder,
        ForkedJvm.withKernels("-XX:MaxVectorSize=" + width),
        VectorWidthProgram.class,
        Integer.toString(width));
  }

  @Test
  void thereIsNoVectorKernelWithVectorsOfEightBytes() throws Exception {
    ForkedJvm.run(
        folder, ForkedJvm.withKernels("-XX:MaxVectorSize=8"), VectorWidthProgram.class, "8");
  }
}
