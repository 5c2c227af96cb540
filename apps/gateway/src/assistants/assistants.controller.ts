import { Controller, Get } from '@nestjs/common';
import type { LearningState } from '#contracts';
import { AssistantDirectory, type AssistantState } from './assistant-directory.js';

/** Which assistants there are, and whether they are there now. */
@Controller('assistants')
export class AssistantsController {
  constructor(private readonly directory: AssistantDirectory) {}

  @Get()
  list(): { assistants: AssistantState[]; learning: LearningState; unread: string[] } {
    const { directory } = this;
    return { assistants: directory.list(), learning: directory.learning(), unread: directory.unread() };
  }
}
