package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class FileIdentityTest {
  private static boolean isSame(long created, boolean certain, long now, boolean certainNow) {
    FileIdentity before = new FileIdentity(1, 7, created, certain);
    FileIdentity after = new FileIdentity(2, 7, now, certainNow);
    assertEquals(before.isSameInode(after), after.isSameInode(before));
    return before.isSameInode(after);
  }

  @Test
  void creationTimesMustBeEqualIfOneIsCertain() {
    for (boolean certain : new boolean[] {false, true}) {
      for (boolean certainNow : new boolean[] {false, true}) {
        assertEquals(true, isSame(5, certain, 5, certainNow));
        assertEquals(!certain && !certainNow, isSame(5, certain, 6, certainNow));
      }
    }
  }

  @Test
  void inodesMustBeEqual() {
    assertFalse(new FileIdentity(1, 7, 5, true).isSameInode(new FileIdentity(1, 8, 5, true)));
  }
}
