package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
  @Test
  void noMemoryIsUsedTwiceAtATime() {
    int most = Runtime.getRuntime().availableProcessors() + 2;
    List<ReadBuffer> users = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      users.add(new ReadBuffer());
    }
    for (int round = 0; round < 3; round++) {
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
