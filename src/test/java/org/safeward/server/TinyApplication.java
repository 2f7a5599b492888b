package org.safeward.server;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The application of {@link SafewardServerIT}: nothing but {@link TinyResource}, since it tests the fixture and not Safeward. */
@ApplicationPath("api")
public class TinyApplication extends Application {}
