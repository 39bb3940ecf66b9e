import io.github.mmap4j.Mmap
import java.lang.foreign.ValueLayout.JAVA_BYTE
import java.lang.foreign.ValueLayout.JAVA_INT
import java.nio.file.Files
import java.nio.file.Path
import kotlin.text.Charsets.UTF_8

fun main() {
    val file = Files.writeString(Path.of("hello.txt"), "Hello Kotlin!\nERROR disk\n")
    Mmap.open(file).use { m -> // Mmap is AutoCloseable
        println(m.find("Kotlin".toByteArray(), 0)) // -1 if absent
        println(m.lines().map { it.toString(UTF_8) }.filter { it.startsWith("ERROR") })
        m[0] = 'J'.code // as m.set(0, 'J'.code)
        println(m[0].toChar())
        m.set(JAVA_INT, 0, 42)
        println(m.get(JAVA_INT, 0))

        // Kotlin can't infer the exception of the body, so name it.
        val sum = m.guardedLong<RuntimeException> { s ->
            (0 until s.byteSize()).sumOf { s.get(JAVA_BYTE, it).toLong() }
        }
        println(sum)
    }
}
