package org.safeward.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** The REST API, below the context root. */
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT")
public class Api extends Application {}
