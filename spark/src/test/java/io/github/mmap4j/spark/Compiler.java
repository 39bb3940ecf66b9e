package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles programs in documents against the library and Spark. */
final class Compiler {
  private Compiler() {}

  /** Compiles {@code source} into its folder. */
  static void compile(Path source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String classPath = System.getProperty("java.class.path");
    String folder = source.getParent().toString();
    int result =
        compiler.run(null, errors, errors, "-cp", classPath, "-d", folder, source.toString());
    assertEquals(0, result, errors.toString(UTF_8));
  }
}
