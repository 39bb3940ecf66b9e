import io.github.mmap4j.*
import java.lang.foreign.ValueLayout.{JAVA_BYTE, JAVA_INT}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters.*
import scala.util.Using

@main def guide(): Unit =
  val file = Files.writeString(Path.of("hello.txt"), "Hello Scala!\nERROR disk\n")
  Using.resource(Mmap.open(file)) { m => // closes the mapping
    println(m.find("Scala".getBytes(UTF_8), 0)) // -1 if absent
    println(m.lines().asScala.map(_.toString(UTF_8)).filter(_.startsWith("ERROR")).toList)
    m.set(0, 'J') // a Char becomes an Int by itself
    println(m.get(0).toChar)
    m.set(JAVA_INT, 0, 42)
    println(m.get(JAVA_INT, 0))

    val sum = m.guardedLong(s => (0L until s.byteSize).map(i => s.get(JAVA_BYTE, i).toLong).sum)
    println(sum)
  }
