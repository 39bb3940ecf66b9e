package io.github.mmap4j.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Collects the warnings that a class logs. */
final class Warnings {
  private Warnings() {}

  /** A test that logs. */
  interface Action {
    void run() throws Exception;
  }

  /** Returns what a class logs as warnings or errors during an action. */
  static List<String> of(Class<?> type, Action action) throws Exception {
    List<String> logged = Collections.synchronizedList(new ArrayList<>());
    AbstractAppender appender =
        new AbstractAppender("kept", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            logged.add(event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    Logger logger = (Logger) LogManager.getLogger(type);
    Level level = logger.getLevel();
    logger.addAppender(appender);
    logger.setLevel(Level.WARN);
    try {
      action.run();
    } finally {
      logger.setLevel(level);
      logger.removeAppender(appender);
    }
    return logged;
  }
}
