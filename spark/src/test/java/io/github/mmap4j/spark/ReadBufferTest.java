package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
  @Test
  void noMemoryIsUsedTwiceAtATime() {
    int most = Runtime.getRuntime().availableProcessors() + 2;
    for (int round = 0; round < 3; round++) {
      List<ReadBuffer> users = Stream.generate(ReadBuffer::new).limit(most).toList();
      Set<ByteBuffer> memory = Collections.newSetFromMap(new IdentityHashMap<>());
      for (ReadBuffer user : users) {
        assertTrue(memory.add(user.buffer()));
        assertSame(user.buffer(), user.buffer());
        assertEquals(ReadBuffer.SIZE, user.buffer().capacity());
      }
      for (ReadBuffer user : users) {
        user.giveBack();
        user.giveBack(); // as a reader does that is asked again after its end
      }
    }
  }
}
